namespace Orleans.Runtime;

/// <summary>Something that can be called over the cluster: a grain or an observer, or a reference to one.</summary>
public interface IAddressable
{
}
