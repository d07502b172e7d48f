namespace Orleans.Streams;

/// <summary>One namespace.</summary>
internal sealed class ExactMatchStreamNamespacePredicate(string wanted) : IStreamNamespacePredicate
{
    public string PredicatePattern => $"namespace:{wanted}";

    public bool IsMatch(string streamNamespace) => string.Equals(wanted, streamNamespace, StringComparison.Ordinal);
}
