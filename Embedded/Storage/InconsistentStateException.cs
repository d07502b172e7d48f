using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A state in storage is not the one that a grain has read: another activation has written it.</summary>
[GenerateSerializer]
public class InconsistentStateException : OrleansException
{
    /// <summary>Creates the exception with a general message.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception with both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : base(errorMsg)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The version in storage.</summary>
    [Id(0)]
    public string? StoredEtag { get; private set; }

    /// <summary>The version that the grain has.</summary>
    [Id(1)]
    public string? CurrentEtag { get; private set; }
}
