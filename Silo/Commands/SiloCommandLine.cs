using System.CommandLine;
using OrleansRocket.Silo.Configuration;
using OrleansRocket.Silo.Errors;
using OrleansRocket.Silo.Hosting;
using OrleansRocket.Silo.RocketMq;

namespace OrleansRocket.Silo.Commands;

/// <summary>The command line as a whole: reads the configuration, runs the broker, and says what went wrong in one line.</summary>
internal static class SiloCommandLine
{
    /// <summary>What lines on standard error begin with.</summary>
    public const string Program = "rocket-silo";

    /// <summary>Runs the broker until it is asked to stop.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(IReadOnlyList<string> args, SiloTerminal terminal)
    {
        var options = new SiloArguments();

        // Words that begin with @ are what they are, and not files with further words.
        var arguments = options.Root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (arguments.Action is not null)
                return arguments.Errors.Count > 0 && arguments.Action.ClearsParseErrors is false ? Refuse(arguments, options, terminal) : await arguments.InvokeAsync(Invocation(terminal));
            if (arguments.Errors.Count > 0)
                return Refuse(arguments, options, terminal);
            return await Run(arguments, options, terminal);
        }
        catch (Exception exception)
        {
            var failure = Failure.Of(exception);
            var hint = failure.ExitCode == ExitCode.Usage ? $" (see '{Program} --help')" : "";
            await terminal.Error.WriteLineAsync($"{Program}: {failure.Message}{hint}");
            return failure.ExitCode;
        }
    }

    /// <summary>Puts together what files, environment and command line say.</summary>
    /// <exception cref="RefusedException">One of them is wrong.</exception>
    internal static EffectiveConfiguration Configure(ParseResult arguments, SiloArguments options, SiloTerminal terminal) => new(
    [
        .. Files(options.ConfigFiles(arguments), terminal, notice => Report(terminal, notice)),
        .. EnvironmentSettings.Read(terminal.Environment),
        .. options.Given(arguments),
    ]);

    private static async Task<int> Run(ParseResult arguments, SiloArguments options, SiloTerminal terminal)
    {
        var configuration = Configure(arguments, options, terminal);
        var broker = BrokerOptions.From(configuration);
        if (EngineHosting.WhyNot(broker) is { } why)
            throw RefusedException.Usage(why);
        if (options.IsWhatIf(arguments))
        {
            WhatIf.Print(configuration, terminal.Out, options.IsJson(arguments));
            return ExitCode.Ok;
        }

        foreach (var idle in EngineHosting.WithoutEffect(broker).Where(setting => configuration.Given(setting) is not null))
            Report(terminal, $"{configuration.Given(idle)!.Origin} has no effect {(broker.ClusterDirectory is null ? "without Redis" : "with a cluster directory")}");
        return await BrokerProcess.Run(broker, terminal);
    }

    private static void Report(SiloTerminal terminal, string notice) => terminal.Error.WriteLine($"{Program}: {notice}");

    private static IEnumerable<GivenValue> Files(IReadOnlyList<string> given, SiloTerminal terminal, Action<string> report)
    {
        foreach (var path in given)
        {
            if (!IsJson(path) && !RocketMqSettings.IsPropertyFile(path))
                throw RefusedException.Usage($"--config is '{path}'; it must end in .json, .properties or .conf");
        }

        var json = given.Where(IsJson).ToList();
        if (json.Count == 0)
            json = [.. terminal.SettingsDirectories.Select(directory => Path.Combine(directory, JsonSettingsFile.DefaultName)).Where(File.Exists).Take(1)];
        return [.. json.SelectMany(JsonSettingsFile.Read), .. given.Where(RocketMqSettings.IsPropertyFile).SelectMany(path => RocketMqSettings.Read(path, report))];
    }

    private static bool IsJson(string path) => Path.GetExtension(path) == ".json";

    private static InvocationConfiguration Invocation(SiloTerminal terminal) => new()
    {
        Output = terminal.Out,
        Error = terminal.Error,
        EnableDefaultExceptionHandler = false,
    };

    private static int Refuse(ParseResult arguments, SiloArguments options, SiloTerminal terminal)
    {
        var wrong = arguments.UnmatchedTokens.Count > 0
            ? $"unrecognized argument '{arguments.UnmatchedTokens[0]}'{Suggestion.For(arguments.UnmatchedTokens[0], options.Names)}"
            : arguments.Errors[0].Message.TrimEnd('.');
        terminal.Error.WriteLine($"{Program}: {wrong} (see '{Program} --help')");
        return ExitCode.Usage;
    }
}
