namespace Orleans.Embedded;

/// <summary>All randomness of the engine, so that a seed can stand in for it.</summary>
internal interface IRandomSource
{
    /// <summary>A number from 0 up to, and not including, the limit.</summary>
    int Next(int limit);

    /// <summary>An identifier that no other call gets.</summary>
    Guid NextGuid();
}
