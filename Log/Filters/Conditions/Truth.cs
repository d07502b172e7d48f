namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>SQL's three truth values, in the order that makes AND the least and OR the greatest of several.</summary>
internal enum Truth
{
    False = 0,
    Unknown = 1,
    True = 2,
}
