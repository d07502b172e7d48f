namespace OrleansRocket.Log.Files;

/// <summary>How a file is opened.</summary>
public enum LogFileMode
{
    /// <summary>It must exist; read and write.</summary>
    Existing,

    /// <summary>It must exist; read only.</summary>
    ReadOnly,

    /// <summary>Created empty; an existing file is emptied.</summary>
    Create,

    /// <summary>Opened as it is, or created empty.</summary>
    OpenOrCreate,
}
