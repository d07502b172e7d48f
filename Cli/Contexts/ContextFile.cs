using System.Text.Json;
using OrleansRocket.Cli.Errors;
using OrleansRocket.Cli.Output;

namespace OrleansRocket.Cli.Contexts;

/// <summary>Where saved clusters are kept: <c>rocket/contexts.json</c> in the user's configuration directory.</summary>
internal sealed class ContextFile
{
    private ContextFile(string? path) => Path = path;

    /// <summary>The file, or null when there is no place for it.</summary>
    public string? Path { get; }

    /// <summary>The file of this user.</summary>
    public static ContextFile Of(Terminal terminal)
    {
        var configuration = terminal.Environment("XDG_CONFIG_HOME") is { Length: > 0 } configured && System.IO.Path.IsPathRooted(configured)
            ? configured
            : terminal.Environment("HOME") is { Length: > 0 } home ? System.IO.Path.Combine(home, ".config") : null;
        return new ContextFile(configuration is null ? null : System.IO.Path.Combine(configuration, "rocket", "contexts.json"));
    }

    /// <summary>Reads it; nothing is saved when it does not exist.</summary>
    /// <exception cref="CommandException">It cannot be read.</exception>
    public ContextBook Load()
    {
        if (!File.Exists(Path))
            return new ContextBook();
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(Path), ContextJson.File.ContextBook) ?? new ContextBook();
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"cannot read the saved contexts in '{Path}': {failure.Message}", failure);
        }
    }

    /// <summary>Writes it as a whole, so that another process never finds half of it.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public void Save(ContextBook book)
    {
        if (Path is null)
            throw new CommandException(ExitCode.Failed, "there is no place for contexts: neither XDG_CONFIG_HOME nor HOME is set");
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            var temporary = $"{Path}.{Environment.ProcessId}";
            File.WriteAllText(temporary, JsonSerializer.Serialize(book, ContextJson.File.ContextBook) + "\n");
            File.Move(temporary, Path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"cannot write the contexts to '{Path}': {failure.Message}", failure);
        }
    }
}
