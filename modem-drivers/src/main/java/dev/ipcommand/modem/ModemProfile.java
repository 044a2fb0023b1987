package dev.ipcommand.modem;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is known of a modem model that is not code: commands, timings and quirks of one model or family, on top of its dialect.
 * Each built-in value's source stands where the profile is made; a file may bring others.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class ModemProfile {
    /**
     * How the modem names the port that its URCs come from, by what our port is.
     *
     * @param usb our port is on USB
     * @param uart our port is a UART
     * @param other the kind of our port is not known
     */
    public record UrcPorts(String usb, String uart, String other) {
        /** The same whatever our port is. */
        public static UrcPorts all(String name) {
            return new UrcPorts(name, name, name);
        }
    }

    /**
     * A setting that keeps commands away in some of its values; left alone in all others, for the modem may save what is
     * written.
     *
     * @param setting as in {@code AT+CSCLK?}: {@code +CSCLK}
     * @param harmful the values that are not left standing
     * @param instead what is written in their place
     */
    public record Repair(String setting, Set<Integer> harmful, int instead) {
        public Repair {
            harmful = Set.copyOf(harmful);
        }
    }

    /**
     * Where the AT port is on USB.
     *
     * @param id vendor and product, {@code 2c7c:0125}
     * @param atInterface the interface for commands and URCs
     */
    public record UsbInterface(String id, int atInterface) {}

    /** More than any modem has to say of its name; what is longer is no name. */
    private static final int MAX_TOLD = 200;

    private final Builder values;

    private ModemProfile(Builder values) {
        this.values = new Builder(values);
    }

    /** Starts a profile of a dialect with values that fit any modem of 27.007. */
    public static Builder of(String dialect, String name) {
        return new Builder(dialect, name);
    }

    /** Starts another profile with the same values. */
    public Builder change() {
        return new Builder(values);
    }

    /** The dialect's name, {@code quectel}. */
    public String dialect() {
        return values.dialect;
    }

    /** The family or model, for a person. */
    public String name() {
        return values.name;
    }

    /** Whether this is the profile of a modem that says so; by manufacturer and model, any case, found anywhere. */
    public boolean fits(ModemIdentity identity) {
        String told = identity.manufacturer() + " " + identity.model();
        return values.models
                .matcher(told.substring(0, Math.min(told.length(), MAX_TOLD)))
                .find();
    }

    /** Whether UDP data comes by itself rather than on request. */
    public boolean pushesDatagrams() {
        return values.pushes;
    }

    public UrcPorts urcPorts() {
        return values.urcPorts;
    }

    /** Commands to ask the card's number with, in this order. */
    public List<String> iccidCommands() {
        return values.iccid;
    }

    /** Commands of this model that prepare it; each may be refused. */
    public List<String> extraInit() {
        return values.init;
    }

    /** Settings to put right before the radio is on. */
    public List<Repair> repairs() {
        return values.repairs;
    }

    /** Commands that have the modem choose a network anew: the first that it accepts. */
    public List<String> searchCommands() {
        return values.search;
    }

    /** Commands that restart the modem: the first that it accepts. */
    public List<String> restartCommands() {
        return values.restart;
    }

    /** Commands that switch the modem off: the first that it accepts; empty if none is known. */
    public List<String> powerOffCommands() {
        return values.powerOff;
    }

    /** How long something takes at worst. */
    public Duration patience(Patience what) {
        return values.times.getOrDefault(what, Builder.LONGEST);
    }

    /** Pause between a final result and the next command. */
    public Duration commandGap() {
        return values.gap;
    }

    /** From a start to the first answer, at most. */
    public Duration bootTime() {
        return values.boot;
    }

    /** Its AT ports on USB; for a built-in profile those are in the locator's own table. */
    public List<UsbInterface> usb() {
        return values.usb;
    }

    @Override
    public String toString() {
        return values.dialect + "/" + values.name;
    }

    /** Collects a profile's values. Not thread-safe. */
    public static final class Builder {
        /** Longer than any figure of the manuals but u-blox's 180 s. */
        private static final Duration LONGEST = Duration.ofMinutes(3);

        private final String dialect;
        private String name;
        private Pattern models = Pattern.compile("");
        private boolean pushes;
        private UrcPorts urcPorts = UrcPorts.all("");
        private List<String> iccid = List.of();
        private List<String> init = List.of();
        private List<Repair> repairs = List.of();
        private List<String> search = List.of("AT+COPS=0");
        private List<String> restart = List.of("AT+CFUN=1,1");
        private List<String> powerOff = List.of();
        private final Map<Patience, Duration> times = new EnumMap<>(Patience.class);
        private Duration gap = Duration.ZERO;
        private Duration boot = Duration.ofSeconds(30);
        private List<UsbInterface> usb = List.of();

        private Builder(String dialect, String name) {
            this.dialect = dialect;
            this.name = name;
        }

        private Builder(Builder other) {
            dialect = other.dialect;
            name = other.name;
            models = other.models;
            pushes = other.pushes;
            urcPorts = other.urcPorts;
            iccid = other.iccid;
            init = other.init;
            repairs = other.repairs;
            search = other.search;
            restart = other.restart;
            powerOff = other.powerOff;
            times.putAll(other.times);
            gap = other.gap;
            boot = other.boot;
            usb = other.usb;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        /** Regular expression over manufacturer and model, any case, found anywhere. */
        public Builder models(String regex) {
            models = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
            return this;
        }

        public Builder pushesDatagrams(boolean value) {
            pushes = value;
            return this;
        }

        public Builder urcPorts(UrcPorts value) {
            urcPorts = value;
            return this;
        }

        public Builder iccid(List<String> commands) {
            iccid = List.copyOf(commands);
            return this;
        }

        public Builder init(List<String> commands) {
            init = List.copyOf(commands);
            return this;
        }

        public Builder repairs(List<Repair> value) {
            repairs = List.copyOf(value);
            return this;
        }

        public Builder search(List<String> commands) {
            search = List.copyOf(commands);
            return this;
        }

        public Builder restart(List<String> commands) {
            restart = List.copyOf(commands);
            return this;
        }

        public Builder powerOff(List<String> commands) {
            powerOff = List.copyOf(commands);
            return this;
        }

        public Builder patience(Patience what, Duration worst) {
            times.put(what, worst);
            return this;
        }

        /** In seconds. */
        public Builder patience(Patience what, int seconds) {
            return patience(what, Duration.ofSeconds(seconds));
        }

        public Builder gap(Duration value) {
            gap = value;
            return this;
        }

        public Builder boot(Duration value) {
            boot = value;
            return this;
        }

        public Builder usb(List<UsbInterface> value) {
            usb = List.copyOf(value);
            return this;
        }

        public ModemProfile build() {
            return new ModemProfile(this);
        }
    }
}
