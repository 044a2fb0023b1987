package dev.ipcommand.agent;

import dev.ipcommand.agent.link.ModemView;
import dev.ipcommand.agent.link.SessionWork;
import dev.ipcommand.agent.link.Transport;
import dev.ipcommand.agent.session.SessionEvent;
import dev.ipcommand.agent.session.SessionStatus;
import dev.ipcommand.modem.Modem;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session of the running agent, as the desk sees it. */
record PresentSession(SessionWork work, SessionLoop session, Transport transport) implements OperatorDesk.Session {
    @Override
    public @Nullable Modem modem() {
        return work.modem();
    }

    @Override
    public String port() {
        return work.modemPort();
    }

    @Override
    public ModemView view() {
        return work.view();
    }

    @Override
    public String path() {
        return transport.path();
    }

    @Override
    public SessionStatus status() {
        return session.status();
    }

    @Override
    public Optional<Instant> nextTry() {
        return session.nextTry();
    }

    @Override
    public void post(SessionEvent event) {
        session.post(event);
    }
}
