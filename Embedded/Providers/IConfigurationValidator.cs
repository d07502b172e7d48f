namespace Orleans;

/// <summary>Looks at the configuration before a silo or client starts.</summary>
public interface IConfigurationValidator
{
    /// <summary>Throws if something is wrong.</summary>
    void ValidateConfiguration();
}
