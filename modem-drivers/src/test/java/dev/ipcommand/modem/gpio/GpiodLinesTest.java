package dev.ipcommand.modem.gpio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioDException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.InOrder;

/** What is asked of the library and in which order. The flags are those of libgpiod 1.6's gpiod.h. */
final class GpiodLinesTest {
    private static final LineSpec RELAY = LineSpec.output("relay", 17, Level.HIGH);
    private static final LineSpec DOOR = LineSpec.input("door", 27, LineSpec.Pull.UP);

    private final GpioDContext chip = mock(GpioDContext.class);
    private final com.pi4j.library.gpiod.internal.GpioLine pin = mock(com.pi4j.library.gpiod.internal.GpioLine.class);
    private final com.pi4j.library.gpiod.internal.GpioLine doorPin =
            mock(com.pi4j.library.gpiod.internal.GpioLine.class);

    @BeforeEach
    void wire() {
        when(chip.getOrOpenLine(17)).thenReturn(pin);
        when(chip.getOrOpenLine(27)).thenReturn(doorPin);
    }

    @ParameterizedTest
    @CsvSource({"LOW,0", "HIGH,1"})
    void shouldRequestAnOutputAtItsSafeLevel(Level safe, int digit) throws GpioException {
        GpiodLines.open(chip).open(LineSpec.output("relay", 17, safe));

        verify(pin).requestOutputFlags("ipcommand-relay", 0, digit);
        verify(pin, never()).setValue(1 - digit);
    }

    @ParameterizedTest
    @CsvSource({"OFF,8", "DOWN,16", "UP,32"})
    void shouldRequestAnInputWithItsResistor(LineSpec.Pull pull, int flag) throws GpioException {
        GpiodLines.open(chip).open(LineSpec.input("door", 27, pull));

        verify(doorPin).requestInputFlags("ipcommand-door", flag);
    }

    @Test
    void shouldReadThePinAndNotWhatWasWritten() throws GpioException {
        GpioLine relay = GpiodLines.open(chip).open(RELAY);
        relay.write(Level.HIGH);
        when(pin.getValue()).thenReturn(0);

        assertEquals(Level.LOW, relay.read());
    }

    @Test
    void shouldSetOutputsToTheirSafeLevelBeforeReleasingThemAndTheChip() throws GpioException {
        GpiodLines lines = GpiodLines.open(chip);
        lines.open(RELAY).write(Level.LOW);
        lines.open(DOOR);

        lines.close();
        lines.close();

        InOrder order = inOrder(chip, pin);
        order.verify(pin).setValue(0);
        order.verify(pin).setValue(1);
        order.verify(chip).closeLine(pin);
        order.verify(chip).close();
        verify(chip, times(1)).close();
        verify(chip).closeLine(doorPin);
        verify(doorPin, never()).setValue(0);
    }

    @Test
    void shouldReleaseEveryLineEvenIfOneCannotBeSet() throws GpioException {
        GpiodLines lines = GpiodLines.open(chip);
        lines.open(RELAY);
        lines.open(DOOR);
        doThrow(new GpioDException("Input/output error")).when(pin).setValue(1);

        lines.close();

        verify(chip).closeLine(pin);
        verify(chip).closeLine(doorPin);
        verify(chip).close();
    }

    @Test
    void shouldNeverTouchALineAfterItWasClosed() throws GpioException {
        GpiodLines lines = GpiodLines.open(chip);
        GpioLine relay = lines.open(RELAY);
        GpioLine door = lines.open(DOOR);
        relay.close();
        lines.close();

        assertEquals(
                "relay was closed",
                assertThrows(GpioException.class, () -> relay.write(Level.LOW)).getMessage());
        assertEquals(
                "door was closed", assertThrows(GpioException.class, door::read).getMessage());
        assertEquals(
                "relay: the board was closed",
                assertThrows(GpioException.class, () -> lines.open(RELAY)).getMessage());
        relay.close();
        verify(pin, never()).setValue(0);
        verify(doorPin, never()).getValue();
        verify(chip, times(1)).closeLine(pin);
    }

    @Test
    void shouldOpenALineAgainAfterItWasClosed() throws GpioException {
        GpiodLines lines = GpiodLines.open(chip);
        lines.open(RELAY).close();

        lines.open(RELAY).write(Level.LOW);

        verify(pin, times(2)).requestOutputFlags("ipcommand-relay", 0, 1);
        verify(pin).setValue(0);
    }

    @Test
    void shouldRefuseTwoNamesForOneLine() throws GpioException {
        GpiodLines lines = GpiodLines.open(chip);
        lines.open(RELAY);

        assertEquals(
                "lamp: BCM line 17 is open as relay already",
                assertThrows(GpioException.class, () -> lines.open(LineSpec.output("lamp", 17, Level.LOW)))
                        .getMessage());
    }

    @Test
    void shouldNameWhoHoldsALine() throws GpioException {
        when(pin.isUsed()).thenReturn(true);
        when(pin.getConsumer()).thenReturn("spi0 CS0");
        doThrow(new GpioDException("request failed: -1 (Device or resource busy)"))
                .when(pin)
                .requestOutputFlags("ipcommand-relay", 0, 1);
        GpiodLines lines = GpiodLines.open(chip);

        assertEquals(
                "relay: BCM line 17 cannot be had, held by spi0 CS0: request failed: -1 (Device or resource busy)",
                assertThrows(GpioException.class, () -> lines.open(RELAY)).getMessage());
    }

    @Test
    void shouldNotWriteToAnInput() throws GpioException {
        GpioLine door = GpiodLines.open(chip).open(DOOR);

        assertThrows(IllegalStateException.class, () -> door.write(Level.HIGH));
        verify(doorPin, never()).setValue(1);
    }

    @Test
    void shouldSayThatNoChipHasTheBoardsPins() {
        doThrow(new IllegalStateException("Couldn't identify gpiochip!"))
                .when(chip)
                .initialize();

        assertEquals(
                "no GPIO chip with the board's pins among /dev/gpiochip*: Couldn't identify gpiochip!",
                assertThrows(GpioException.class, () -> GpiodLines.open(chip)).getMessage());
        verify(chip).initialize();
        verifyNoMoreInteractions(chip);
    }
}
