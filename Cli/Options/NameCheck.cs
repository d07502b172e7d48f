using System.CommandLine.Parsing;

namespace OrleansRocket.Cli.Options;

/// <summary>Refuses names that cannot be.</summary>
internal static class NameCheck
{
    /// <summary>A validator that asks the rule for names.</summary>
    public static Action<SymbolResult> For(Action<string> check) => result =>
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                check(token.Value);
            }
            catch (RocketException invalid)
            {
                result.AddError(invalid.Message);
            }
        }
    };
}
