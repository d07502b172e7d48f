namespace OrleansRocket.Cli.Options;

/// <summary>The values of an option that is written <c>on</c> or <c>off</c>: one of <see langword="bool"/> would not take them for its value.</summary>
internal enum OnOff
{
    Off,
    On,
}
