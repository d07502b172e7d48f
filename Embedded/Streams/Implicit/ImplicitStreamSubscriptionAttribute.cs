using Orleans.Streams;

namespace Orleans;

/// <summary>
/// Subscribes the grain of this class with the stream's key to each stream of a namespace. Grains with GUID keys are for streams with GUID keys, and
/// those with integer keys for streams with integer keys.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class ImplicitStreamSubscriptionAttribute : Attribute
{
    /// <summary>All namespaces; streams without one are never subscribed to implicitly.</summary>
    public ImplicitStreamSubscriptionAttribute() => Predicate = new AllStreamNamespacesPredicate();

    /// <summary>One namespace.</summary>
    public ImplicitStreamSubscriptionAttribute(string streamNamespace)
    {
        ArgumentNullException.ThrowIfNull(streamNamespace);
        Predicate = new ExactMatchStreamNamespacePredicate(streamNamespace.Trim());
    }

    /// <summary>The namespaces that a predicate wants; it needs a constructor without parameters.</summary>
    public ImplicitStreamSubscriptionAttribute(Type predicateType) =>
        Predicate = (IStreamNamespacePredicate)Activator.CreateInstance(predicateType)!;

    /// <summary>The namespaces that a predicate wants.</summary>
    public ImplicitStreamSubscriptionAttribute(IStreamNamespacePredicate predicate) => Predicate = predicate;

    /// <summary>Which namespaces.</summary>
    public IStreamNamespacePredicate Predicate { get; }
}
