namespace OrleansRocket.Silo.Configuration;

/// <summary>A value that one of the sources gives.</summary>
/// <param name="Setting">What it is for.</param>
/// <param name="Text">The value as it was written.</param>
/// <param name="Source">The kind of source, for example <c>environment</c>.</param>
/// <param name="Origin">Where exactly it was written, as a person would look for it.</param>
internal sealed record GivenValue(Setting Setting, string Text, string Source, string Origin);
