using System.Globalization;

namespace OrleansRocket.Silo.Configuration;

/// <summary>One thing that can be configured.</summary>
internal abstract class Setting
{
    /// <summary>The key below <c>Rocket</c> in <c>appsettings.json</c>, for example <c>Store:SegmentBytes</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The option of the command line.</summary>
    public required string Flag { get; init; }

    /// <summary>What its values are called in help, for example <c>DIR</c>.</summary>
    public required string Placeholder { get; init; }

    /// <summary>What a value must be, as the end of the sentence "it must be ...".</summary>
    public required string Limit { get; init; }

    /// <summary>What it is, and what follows from it.</summary>
    public required string Meaning { get; init; }

    /// <summary>The unit of the value, or empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The environment variable.</summary>
    public string Variable => EnvironmentSettings.Prefix + Key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>The default as it would be written; null when there is none.</summary>
    public abstract string? DefaultText { get; }

    /// <summary>Whether a value is several, with commas between them.</summary>
    public abstract bool IsList { get; }

    /// <summary>Whether a text is a value.</summary>
    public abstract bool Accepts(string text);
}

/// <summary>One thing that can be configured, with the type of its value.</summary>
internal sealed class Setting<T>(T defaultValue, Func<string, (bool IsValid, T Value)> parse) : Setting
{
    public T Default { get; } = defaultValue;

    public override string? DefaultText => Default switch
    {
        null or IReadOnlyList<string> { Count: 0 } => null,
        bool isTrue => isTrue ? "true" : "false",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => Default.ToString(),
    };

    public override bool IsList => typeof(T) == typeof(IReadOnlyList<string>);

    public override bool Accepts(string text) => parse(text).IsValid;

    /// <summary>The value of a text that <see cref="Accepts"/> has accepted.</summary>
    public T Parse(string text) => parse(text).Value;
}
