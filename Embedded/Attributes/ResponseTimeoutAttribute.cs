using System.Globalization;

namespace Orleans;

/// <summary>How long a call of this method waits for its response, instead of the configured time.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ResponseTimeoutAttribute : Attribute
{
    /// <summary>Creates it.</summary>
    /// <param name="timeout">The time in the form <c>hh:mm:ss</c>.</param>
    public ResponseTimeoutAttribute(string timeout) => Timeout = TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);

    /// <summary>The time.</summary>
    public TimeSpan? Timeout { get; init; }
}
