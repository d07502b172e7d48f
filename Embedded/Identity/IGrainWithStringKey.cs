namespace Orleans;

/// <summary>A grain that is addressed by text.</summary>
public interface IGrainWithStringKey : IGrain
{
}
