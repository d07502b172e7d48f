using System.Globalization;

namespace Orleans;

/// <summary>How long an activation of this grain class may be idle before it is deactivated, instead of the configured time.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class CollectionAgeLimitAttribute : Attribute
{
    private readonly TimeSpan? _value;

    /// <summary>The time is given by the properties.</summary>
    public CollectionAgeLimitAttribute()
    {
    }

    /// <summary>Creates it.</summary>
    /// <param name="inactivityPeriod">The time in the form <c>hh:mm:ss</c>; at least a minute.</param>
    public CollectionAgeLimitAttribute(string inactivityPeriod) => _value = TimeSpan.Parse(inactivityPeriod, CultureInfo.InvariantCulture);

    /// <summary>Days of the time.</summary>
    public double Days { get; set; }

    /// <summary>Hours of the time.</summary>
    public double Hours { get; set; }

    /// <summary>Minutes of the time.</summary>
    public double Minutes { get; set; }

    /// <summary>Whether idle activations are kept for good.</summary>
    public bool AlwaysActive { get; set; }

    /// <summary>The time; never less than a minute when given by the properties.</summary>
    public TimeSpan AgeLimit
    {
        get
        {
            if (_value is { } value)
            {
                return value;
            }

            var sum = AlwaysActive ? TimeSpan.FromDays(short.MaxValue) : TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
            return sum < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : sum;
        }
    }
}
