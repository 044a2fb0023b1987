package dev.ipcommand.agent;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.link.ModemPower;
import dev.ipcommand.modem.gpio.GpioLines;
import dev.ipcommand.modem.power.PowerAction;
import dev.ipcommand.modem.power.PowerControl;
import dev.ipcommand.modem.power.PowerResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which of a board's lines is used when: the gentlest first, then what else there is. */
final class BoardPower implements ModemPower {
    private static final List<PowerAction> GENTLEST_FIRST =
            List.of(PowerAction.RESET, PowerAction.CYCLE, PowerAction.CUT);

    private final PowerControl control;
    private final List<PowerAction> actions = new ArrayList<>();

    BoardPower(PowerControl control) {
        this.control = control;
        for (PowerAction action : GENTLEST_FIRST) {
            if (control.actions().contains(action)) {
                actions.add(action);
            }
        }
    }

    /** {@link ModemPower#NONE} if the configuration names no line. */
    static ModemPower of(AgentConfig config, GpioLines.Source gpio) {
        return config.power()
                .<ModemPower>map(board -> new BoardPower(new PowerControl(board, gpio)))
                .orElse(ModemPower.NONE);
    }

    @Override
    public boolean isAvailable() {
        return !actions.isEmpty();
    }

    private PowerAction actionOf(int attempt) {
        return actions.get(attempt % actions.size());
    }

    @Override
    public boolean cutsSupply(int attempt) {
        return actionOf(attempt) == PowerAction.CUT;
    }

    @Override
    public String use(int attempt, boolean everAnswered) throws InterruptedException {
        boolean mayBeOff = !everAnswered && attempt == 0 && control.actions().contains(PowerAction.ON);
        PowerAction action = mayBeOff ? PowerAction.ON : actionOf(attempt);
        PowerResult result = control.perform(action);
        String problem = control.problem();
        return "power " + lower(action) + " " + lower(result) + (problem.isEmpty() ? "" : ": " + problem);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public void close() {
        control.close();
    }
}
