using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Configuration;

/// <summary>The logging of options.</summary>
public static class OptionConfigureExtensionMethods
{
    /// <summary>Has no effect: this engine does not log options.</summary>
    public static IServiceCollection ConfigureNamedOptionForLogging<TOptions>(this IServiceCollection services, string name)
        where TOptions : class => services;
}
