namespace Orleans;

/// <summary>A grain that is addressed by a number.</summary>
public interface IGrainWithIntegerKey : IGrain
{
}
