package dev.ipcommand.simulator.dialect;

import dev.ipcommand.simulator.core.Model;
import dev.ipcommand.simulator.core.Modem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The models: their data, and which command sets they are built from. */
public final class Models {
    private static final Map<String, String> COMMON = Map.of(
            "+CSCS",
            "\"GSM\"",
            "+CPSMS",
            "0",
            "+CEDRXS",
            "0",
            "+IFC",
            "0,0",
            "+IPR",
            "115200",
            "+CMGF",
            "0",
            "+CNMI",
            "0,0,0,0,0");

    private static final Model BG96 = new Model(
            "bg96",
            "Quectel",
            "BG96",
            "BG96MAR02A07M1G",
            List.of("Quectel", "BG96", "Revision: BG96MAR02A07M1G"),
            Model.PortKind.UART1,
            List.of("RDY", "+CFUN: 1", "+CPIN: READY", "APP RDY"),
            2,
            1,
            true,
            true,
            8,
            8,
            559,
            List.of(),
            with(Map.of("+QSCLK", "0", "+QPSMS", "0", "+QSIMSTAT", "0,1", "+QINDCFG", "\"all\",1")));

    private static final Model EC25 = new Model(
            "ec25",
            "Quectel",
            "EC25",
            "EC25EFAR06A11M4G",
            List.of("Quectel", "EC25", "Revision: EC25EFAR06A11M4G"),
            Model.PortKind.USBAT,
            List.of("RDY", "+CFUN: 1", "+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE"),
            0,
            1,
            false,
            true,
            7,
            7,
            559,
            List.of("typeahead=queue"),
            with(Map.of("+QSCLK", "0", "+QSIMSTAT", "0,1", "+QINDCFG", "\"all\",1", "+QDSIM", "0")));

    private static final Model SIM7600 = new Model(
            "sim7600",
            "SIMCOM INCORPORATED",
            "SIMCOM_SIM7600G-H",
            "SIM7600M22_V2.0.1",
            List.of(
                    "Manufacturer: SIMCOM INCORPORATED",
                    "Model: SIMCOM_SIM7600G-H",
                    "Revision: SIM7600M22_V2.0.1",
                    BasicCommands.IMEI_LABEL,
                    "+GCAP: +CGSM"),
            Model.PortKind.USBAT,
            List.of("RDY", "+CPIN: READY", "SMS DONE", "PB DONE"),
            0,
            2,
            false,
            false,
            7,
            7,
            559,
            List.of("prompt=bare", "result=before"),
            with(Map.of(
                    "+CSCLK",
                    "0",
                    "+CNMP",
                    "2",
                    "+CIPMODE",
                    "0",
                    "+CIPTIMEOUT",
                    "120000,120000,120000",
                    "+IPREX",
                    "115200",
                    "+CNSMOD",
                    "0,8")));

    private static final Model SIM7080 = new Model(
            "sim7080",
            "SIMCOM_Ltd",
            "SIMCOM_SIM7080",
            "1951B02SIM7080",
            List.of("SIMCOM_Ltd", "SIMCOM_SIM7080", "Revision: 1951B02SIM7080"),
            Model.PortKind.UART1,
            List.of("RDY", "+CFUN: 1", "+CPIN: READY", "SMS Ready"),
            0,
            0,
            true,
            true,
            7,
            8,
            559,
            List.of("prompt=bare", "result=before"),
            with(Map.of("+CSCLK", "0", "+CUSBSELNV", "86")));

    private static final Model GENERIC = new Model(
            "generic",
            "Example",
            "GENERIC-27007",
            "1.0",
            List.of("Example", "GENERIC-27007", "Revision: 1.0"),
            Model.PortKind.USBAT,
            List.of("RDY"),
            0,
            0,
            false,
            true,
            7,
            7,
            559,
            List.of(),
            COMMON);

    private static final List<Model> ALL = List.of(BG96, EC25, SIM7600, SIM7080, GENERIC);

    private Models() {}

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(COMMON);
        all.putAll(more);
        return all;
    }

    /** The model of a name. */
    public static Optional<Model> find(String name) {
        return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /** The names, for the command line. */
    public static List<String> names() {
        return ALL.stream().map(Model::name).toList();
    }

    /** Gives a modem the command sets of its model. */
    public static void install(Modem modem) {
        String name = modem.parts().model().name();
        BasicCommands.install(modem);
        SimCommands sim = new SimCommands(modem);
        sim.install();
        new RadioCommands(modem, name.equals("sim7600"), name.equals("bg96")).install();
        new PacketCommands(modem).install();
        switch (name) {
            case "bg96", "ec25" -> quectel(modem, sim, name.equals("bg96"));
            case "sim7600" -> simcom(modem, sim);
            case "sim7080" -> simcomCa(modem, sim);
            default ->
                sim.identify("+CCID", () -> "+CCID: " + modem.parts().sim().iccid());
        }
    }

    private static void quectel(Modem modem, SimCommands sim, boolean bg96) {
        sim.identify("+QCCID", () -> "+QCCID: " + modem.parts().sim().paddedIccid());
        if (!bg96) {
            sim.identify("+ICCID", () -> "+ICCID: " + modem.parts().sim().paddedIccid());
        }
        QuectelError error = new QuectelError();
        QuectelCommands commands = new QuectelCommands(modem, error, bg96);
        commands.install();
        QuectelSockets sockets = new QuectelSockets(modem, commands, error, bg96);
        sockets.install();
        modem.add(commands);
        modem.add(sockets);
    }

    private static void simcom(Modem modem, SimCommands sim) {
        sim.identify("+CICCID", () -> "+ICCID: " + modem.parts().sim().paddedIccid());
        SimcomNetwork network = new SimcomNetwork(modem);
        network.install();
        SimcomSockets sockets = new SimcomSockets(modem, network);
        sockets.install();
        modem.add(network);
        modem.add(sockets);
    }

    private static void simcomCa(Modem modem, SimCommands sim) {
        sim.identify("+CCID", () -> {
            boolean padded = modem.parts().variants().is("iccid", "padded");
            return padded
                    ? modem.parts().sim().paddedIccid()
                    : modem.parts().sim().iccid();
        });
        SimcomCaDevice device = new SimcomCaDevice(modem);
        device.install();
        SimcomCaContexts contexts = new SimcomCaContexts(modem);
        contexts.install();
        SimcomCaSockets sockets = new SimcomCaSockets(modem, contexts);
        sockets.install();
        modem.add(device);
        modem.add(contexts);
        modem.add(sockets);
    }
}
