using System.Text.RegularExpressions;

namespace Orleans.Streams;

/// <summary>The namespaces that a regular expression finds.</summary>
public class RegexStreamNamespacePredicate : IStreamNamespacePredicate
{
    private readonly Regex _regex;

    /// <summary>Creates it.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public RegexStreamNamespacePredicate(string regex) => _regex = new Regex(regex, RegexOptions.Compiled);

    /// <inheritdoc/>
    public string PredicatePattern => $"regex:{_regex}";

    /// <inheritdoc/>
    public bool IsMatch(string streamNameSpace) => _regex.IsMatch(streamNameSpace);
}
