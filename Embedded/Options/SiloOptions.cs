namespace Orleans.Configuration;

/// <summary>The silo's own settings.</summary>
public class SiloOptions
{
    /// <summary>The silo's name. Default: <c>Silo_</c> and five hexadecimal digits.</summary>
    public string SiloName { get; set; } = null!;
}
