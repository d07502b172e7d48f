namespace Orleans;

/// <summary>A grain that is addressed by a GUID.</summary>
public interface IGrainWithGuidKey : IGrain
{
}
