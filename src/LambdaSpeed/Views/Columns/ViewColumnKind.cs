namespace LambdaSpeed;

/// <summary>What a column of a store outside the run holds; each store says which of its own types that is.</summary>
public enum ViewColumnKind
{
    /// <summary>Text, as <see cref="ViewText"/> writes it.</summary>
    Text,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>A whole number of up to 64 bits with sign.</summary>
    WholeNumber,

    /// <summary>A floating-point number of 64 bits.</summary>
    RealNumber,

    /// <summary>A decimal number.</summary>
    DecimalNumber,

    /// <summary>A GUID, which databases call UUID.</summary>
    Uuid,

    /// <summary>A moment, in UTC.</summary>
    Time,

    /// <summary>A day.</summary>
    Date,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A JSON document.</summary>
    Json,
}
