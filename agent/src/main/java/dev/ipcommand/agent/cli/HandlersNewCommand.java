package dev.ipcommand.agent.cli;

import dev.ipcommand.agent.authoring.NewJavaProject;
import dev.ipcommand.agent.authoring.NewScript;
import dev.ipcommand.agent.cli.HandlersCommand.Desk;
import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.dispatch.Workshop;
import dev.ipcommand.agent.system.FileTrust;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcommand handlers new}: the first version of a handler, which runs as it is. */
@Command(
        name = "new",
        description = {
            "Begin a handler: a script and its sidecar in handlers.directory, or a Maven project NAME-handler here.",
            "Prints what to type next and what to add to the configuration. Nothing is written over."
        })
final class HandlersNewCommand implements Callable<Integer> {
    /** In what it is written. */
    enum Language {
        SH,
        PYTHON,
        JAVA
    }

    private final Desk desk;

    @Parameters(paramLabel = "NAME", description = "The command it answers.")
    private String name = "";

    @Option(names = "--lang", required = true, paramLabel = "sh|python|java", description = "What it is written in.")
    private String language = "";

    @Option(names = "--dir", paramLabel = "DIR", description = "Where to put it instead.")
    private @Nullable Path directory;

    HandlersNewCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        Optional<Language> known = language();
        if (known.isEmpty()) {
            return desk.fail(ExitCode.USAGE, "--lang takes sh, python or java");
        }
        boolean java = known.get() == Language.JAVA;
        Optional<String> problem = java ? NewJavaProject.nameProblem(name) : NewScript.nameProblem(name);
        if (problem.isPresent()) {
            return desk.fail(ExitCode.USAGE, problem.get());
        }
        Optional<AgentConfig> config = desk.load();
        if (config.isEmpty()) {
            return ExitCode.USAGE.number();
        }
        if (desk.registry(config.get()).names().contains(name)) {
            return desk.fail(ExitCode.USAGE, "the name " + name + " belongs to a built-in handler");
        }
        try {
            if (java) {
                project(config.get());
            } else {
                script(known.get(), config.get());
            }
            return ExitCode.OK.number();
        } catch (FileAlreadyExistsException e) {
            return desk.fail(ExitCode.USAGE, e.getFile() + " exists already and is not written over");
        } catch (IOException e) {
            return desk.fail(ExitCode.FAILURE, "it cannot be written: " + e);
        }
    }

    private Optional<Language> language() {
        return switch (language) {
            case "sh" -> Optional.of(Language.SH);
            case "python" -> Optional.of(Language.PYTHON);
            case "java" -> Optional.of(Language.JAVA);
            default -> Optional.empty();
        };
    }

    private void script(Language written, AgentConfig config) throws IOException {
        Path into = directory == null ? config.handlers().directory() : directory;
        NewScript.Language script = written == Language.SH ? NewScript.Language.SH : NewScript.Language.PYTHON;
        Path file = NewScript.write(script, name, Workshop.table(name), into);
        say("made " + file + " and its sidecar " + name + ".toml");
        if (!into.toAbsolutePath()
                .normalize()
                .equals(config.handlers().directory().normalize())) {
            say("when it is ready, as root (the sidecar first, the script by a rename):");
            String target = FileTrust.quoted(config.handlers().directory());
            String source = FileTrust.quoted(file);
            say("  install -m 0644 " + source + ".toml " + target + "/" + name + ".toml");
            say("  install -m 0755 " + source + " " + target + "/" + name + ".new");
            say("  mv " + target + "/" + name + ".new " + target + "/" + name);
        }
        say("try it:");
        say("  ipcommand handlers test " + name + " bob");
        sayWhoMayCall(config);
    }

    private void project(AgentConfig config) throws IOException {
        Path into = directory == null ? Path.of("") : directory;
        Path project = NewJavaProject.here().write(name, Workshop.table(name), into);
        String plugins = FileTrust.quoted(config.handlers().plugins());
        String jar = name + "-handler-1.0.0.jar";
        say("made the Maven project " + project);
        say("build and test it, put it in place by a rename, try it:");
        say("  cd " + FileTrust.quoted(project));
        say("  mvn -q package");
        say("  install -D -m 0644 target/" + jar + " " + plugins + "/" + name + ".jar.new");
        say("  mv " + plugins + "/" + name + ".jar.new " + plugins + "/" + name + ".jar");
        say("  ipcommand handlers test " + name + " bob");
        sayWhoMayCall(config);
    }

    private void sayWhoMayCall(AgentConfig config) {
        if (!config.handlerPolicies().containsKey(name)) {
            say("nobody may call it until you add to " + FileTrust.quoted(config.source())
                    + ", and restart the agent:");
            say("  " + Workshop.table(name));
            say("  allow = [\"anyone\"]    # or [\"signed\"], or the ids of your keys");
        }
    }

    private void say(String line) {
        PrintStream out = desk.surroundings().out();
        out.println(line);
    }
}
