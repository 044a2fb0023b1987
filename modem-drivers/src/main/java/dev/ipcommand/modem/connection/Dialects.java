package dev.ipcommand.modem.connection;

import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.at.AtDialect;
import dev.ipcommand.modem.driver.ModemDriver;
import dev.ipcommand.modem.driver.generic.GenericDriver;
import dev.ipcommand.modem.driver.quectel.QuectelDriver;
import dev.ipcommand.modem.driver.simcomca.SimcomCaDriver;
import dev.ipcommand.modem.driver.simcomcip.SimcomCipDriver;
import java.util.List;
import java.util.Optional;

/** The dialects that are known, and which of them and of their profiles a modem gets. */
public final class Dialects {
    /** In this order: the first that speaks a modem's dialect drives it. */
    private static final List<ModemDriver> DRIVERS =
            List.of(new QuectelDriver(), new SimcomCipDriver(), new SimcomCaDriver(), new GenericDriver());

    /** Who drives a modem, and by which profile. */
    record Choice(ModemDriver driver, ModemProfile profile) {}

    private Dialects() {}

    /**
     * The built-in profiles of a dialect, the most particular first; the last does for any modem of the dialect.
     *
     * @throws IllegalArgumentException if there is no such dialect
     */
    public static List<ModemProfile> profiles(String dialect) {
        return named(dialect).profiles();
    }

    /** Before the modem is known: data that an earlier life's socket pushes must not be read as lines. */
    static AtDialect all() {
        return DRIVERS.stream().map(ModemDriver::dialect).reduce(AtDialect::and).orElseThrow();
    }

    /**
     * A profile that was added goes before those that are built in, and brings its dialect; but a driver that is named drives
     * whatever answers.
     */
    static Choice choose(ModemSettings settings, ModemIdentity identity) {
        boolean any = settings.driver().equals("auto");
        Optional<ModemProfile> added = settings.profiles().stream()
                .filter(profile -> any || profile.dialect().equals(settings.driver()))
                .filter(profile -> profile.fits(identity))
                .findFirst();
        if (added.isPresent()) {
            return new Choice(named(added.get().dialect()), added.get());
        }
        ModemDriver driver = any ? speaking(identity) : named(settings.driver());
        return new Choice(driver, driver.profileOf(identity));
    }

    private static ModemDriver speaking(ModemIdentity identity) {
        return DRIVERS.stream()
                .filter(driver -> driver.speaks(identity))
                .findFirst()
                .orElseThrow();
    }

    private static ModemDriver named(String name) {
        return DRIVERS.stream()
                .filter(driver -> driver.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("driver: " + name));
    }
}
