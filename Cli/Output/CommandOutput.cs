using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace OrleansRocket.Cli.Output;

/// <summary>Where every command writes its results: for people, or as JSON with one value a line.</summary>
/// <param name="terminal">Where it goes.</param>
/// <param name="isJson">Whether <c>--json</c> was given.</param>
internal sealed class CommandOutput(Terminal terminal, bool isJson)
{
    /// <summary>Wide enough for any path: a result in a file must not be broken into lines.</summary>
    private const int UnboundedColumns = 10_000;

    /// <summary>Made when it is needed: whoever wants JSON or plain lines does not wait for it.</summary>
    private IAnsiConsole Console => field ??= NewConsole(terminal.Out, terminal.Columns is not null, terminal.Columns ?? UnboundedColumns);

    /// <summary>Whether results are written as JSON.</summary>
    public bool IsJson => isJson;

    /// <summary>Makes a console over a writer.</summary>
    public static IAnsiConsole NewConsole(TextWriter writer, bool isTerminal, int columns)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Profile.Width = columns;
        return console;
    }

    /// <summary>Writes one result.</summary>
    /// <param name="value">The result.</param>
    /// <param name="json">How it looks as JSON.</param>
    /// <param name="show">How it looks to people.</param>
    public void Write<T>(T value, JsonTypeInfo<T> json, Action<IAnsiConsole, T> show)
    {
        if (isJson)
            terminal.Out.WriteLine(JsonSerializer.Serialize(value, json));
        else
            show(Console, value);
    }

    /// <summary>Writes a list: one JSON value a line, or everything together for people.</summary>
    public void WriteAll<T>(IEnumerable<T> values, JsonTypeInfo<T> json, Action<IAnsiConsole, IReadOnlyList<T>> show)
    {
        if (!isJson)
        {
            show(Console, [.. values]);
            return;
        }

        foreach (var value in values)
            terminal.Out.WriteLine(JsonSerializer.Serialize(value, json));
    }

    /// <summary>Writes one of many results: a line, without any decoration.</summary>
    public void WriteLine<T>(T value, JsonTypeInfo<T> json, Func<T, string> show) =>
        terminal.Out.WriteLine(isJson ? JsonSerializer.Serialize(value, json) : show(value));
}
