namespace OrleansRocket.Streams;

/// <summary>Checks the options of a provider before its silo or client starts.</summary>
internal sealed class RocketStreamOptionsValidator(IServiceProvider services, string name) : IConfigurationValidator
{
    /// <inheritdoc/>
    public void ValidateConfiguration()
    {
        try
        {
            RocketStreamProvider.OptionsOf(services, name).Check(name);
        }
        catch (RocketException wrong)
        {
            throw new OrleansConfigurationException(wrong.Message, wrong);
        }
    }
}
