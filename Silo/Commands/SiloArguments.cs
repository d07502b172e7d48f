using System.CommandLine;
using OrleansRocket.Silo.Configuration;

namespace OrleansRocket.Silo.Commands;

/// <summary>The options of the command line: one for each setting, and those that are about the configuration itself.</summary>
internal sealed class SiloArguments
{
    private readonly Dictionary<Setting, Option<string>> _settings = [];
    private readonly Option<string[]> _config = new("--config")
    {
        Description = "A file with settings: JSON (.json), which takes the place of appsettings.json, or one of RocketMQ's property files (.properties, .conf)",
        HelpName = "FILE",
    };

    private readonly Option<bool> _whatIf = new("--what-if") { Description = "Print what holds, and where it comes from, and do nothing" };
    private readonly Option<bool> _json = new("--json") { Description = "Print it as JSON" };

    public SiloArguments()
    {
        Root = new RootCommand("rocket-silo, the broker of OrleansRocket") { _config, _whatIf, _json };
        foreach (var setting in Settings.All)
        {
            var option = new Option<string>(setting.Flag) { Description = Describe(setting), HelpName = setting.Placeholder };
            _settings.Add(setting, option);
            Root.Options.Add(option);
        }
    }

    public RootCommand Root { get; }

    public bool IsWhatIf(ParseResult arguments) => arguments.GetValue(_whatIf);

    public bool IsJson(ParseResult arguments) => arguments.GetValue(_json);

    public IReadOnlyList<string> ConfigFiles(ParseResult arguments) => arguments.GetValue(_config) ?? [];

    /// <summary>The settings that the command line gives.</summary>
    public IEnumerable<GivenValue> Given(ParseResult arguments)
    {
        foreach (var (setting, option) in _settings)
        {
            if (arguments.GetResult(option) is { Implicit: false } && arguments.GetValue(option) is { } text)
                yield return new GivenValue(setting, text, "command line", setting.Flag);
        }
    }

    /// <summary>All names of options.</summary>
    public IEnumerable<string> Names => Root.Options.Select(option => option.Name);

    private static string Describe(Setting setting)
    {
        var unit = setting.Unit.Length > 0 ? $" {setting.Unit}" : "";
        return setting.DefaultText is { } byDefault ? $"{setting.Meaning} [default: {byDefault}{unit}]" : setting.Meaning;
    }
}
