using OrleansRocket.Log.Filters.Conditions;

namespace OrleansRocket.Log.Filters;

/// <summary>A part of an expression while it is read. One of condition, property, number and text is set, and none of them for NULL.</summary>
internal readonly record struct SqlTerm
{
    /// <summary>Where it begins, from 1 on.</summary>
    public required int Column { get; init; }

    /// <summary>Something that is true, false or unknown.</summary>
    public Condition? Condition { get; init; }

    /// <summary>The number of a property.</summary>
    public int? Property { get; init; }

    /// <summary>A property's name, for errors.</summary>
    public string? Name { get; init; }

    /// <summary>A number.</summary>
    public Number? Number { get; init; }

    /// <summary>A text.</summary>
    public string? Text { get; init; }

    /// <summary>How deep the conditions in it nest.</summary>
    public int Depth { get; init; }

    public bool IsNull => Condition is null && Property is null && Number is null && Text is null;

    /// <summary>What it is, for errors.</summary>
    public string Kind => this switch
    {
        { Condition: not null } => "a truth value",
        { Property: not null } => $"property {Name}",
        { Number: not null } => "a number",
        { Text: not null } => "a text",
        _ => "NULL",
    };
}
