using OrleansRocket.Silo.Errors;

namespace OrleansRocket.Silo.Configuration;

/// <summary>What holds after all sources have been read: for each setting the last value that was given, or its default.</summary>
internal sealed class EffectiveConfiguration
{
    private readonly Dictionary<Setting, GivenValue> _given = [];

    /// <summary>Puts the sources together.</summary>
    /// <param name="layers">All given values; later ones win. Each must be valid, also those that do not win.</param>
    public EffectiveConfiguration(IEnumerable<GivenValue> layers)
    {
        foreach (var given in layers)
        {
            if (!given.Setting.Accepts(given.Text))
                throw RefusedException.Usage($"{given.Origin} is '{Printable(given.Text)}'; it must be {given.Setting.Limit}");
            _given[given.Setting] = given;
        }
    }

    public T Get<T>(Setting<T> setting) => _given.TryGetValue(setting, out var given) ? setting.Parse(given.Text) : setting.Default;

    /// <summary>What was given for a setting; null for the default.</summary>
    public GivenValue? Given(Setting setting) => _given.GetValueOrDefault(setting);

    private static string Printable(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));
}
