namespace OrleansRocket.Cli.Help;

/// <summary>A command whose help ends with examples.</summary>
internal interface IHasExamples
{
    /// <summary>Whole command lines that work as they are.</summary>
    IReadOnlyList<string> Examples { get; }
}
