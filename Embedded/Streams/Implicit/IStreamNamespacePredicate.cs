namespace Orleans.Streams;

/// <summary>Decides which namespaces an implicit subscription is for.</summary>
public interface IStreamNamespacePredicate
{
    /// <summary>The predicate in words.</summary>
    string PredicatePattern { get; }

    /// <summary>Whether streams of a namespace are subscribed to.</summary>
    bool IsMatch(string streamNamespace);
}
