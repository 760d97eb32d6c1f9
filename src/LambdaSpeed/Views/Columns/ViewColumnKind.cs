namespace LambdaSpeed;

/// <summary>What a column of a store outside the run holds; each store says which of its own types that is.</summary>
public enum ViewColumnKind
{
    /// <summary>Text, as <see cref="ViewText"/> writes it.</summary>
    Text,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>A whole number of up to 64 bits with sign.</summary>
    Integer,

    /// <summary>A floating-point number of 64 bits.</summary>
    Real,

    /// <summary>A decimal number.</summary>
    Decimal,

    /// <summary>A GUID.</summary>
    Guid,

    /// <summary>A moment, in UTC.</summary>
    Time,

    /// <summary>A day.</summary>
    Date,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A JSON document.</summary>
    Json,
}
