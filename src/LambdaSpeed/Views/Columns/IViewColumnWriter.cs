namespace LambdaSpeed;

/// <summary>What a store does with the columns of an item: one call for each, in their order.</summary>
/// <remarks>One method for each <see cref="ViewColumnKind"/>; a column calls the one of its kind, or <see cref="WriteNull"/>.</remarks>
public interface IViewColumnWriter
{
    /// <summary>Writes that there is nothing.</summary>
    void WriteNull();

    /// <summary>Writes text, as <see cref="ViewText"/> writes it.</summary>
    /// <param name="value">The text.</param>
    void WriteText(string value);

    /// <summary>Writes yes or no.</summary>
    /// <param name="value">Which.</param>
    void WriteBoolean(bool value);

    /// <summary>Writes a whole number.</summary>
    /// <param name="value">The number.</param>
    void WriteInteger(long value);

    /// <summary>Writes a floating-point number.</summary>
    /// <param name="value">The number.</param>
    void WriteReal(double value);

    /// <summary>Writes a decimal number.</summary>
    /// <param name="value">The number.</param>
    void WriteDecimal(decimal value);

    /// <summary>Writes a GUID.</summary>
    /// <param name="value">The GUID.</param>
    void WriteGuid(Guid value);

    /// <summary>Writes a moment.</summary>
    /// <param name="value">The moment, in UTC.</param>
    void WriteTime(DateTimeOffset value);

    /// <summary>Writes a day.</summary>
    /// <param name="value">The day.</param>
    void WriteDate(DateOnly value);

    /// <summary>Writes bytes.</summary>
    /// <param name="value">The bytes; they do not change.</param>
    void WriteBytes(byte[] value);

    /// <summary>Writes a JSON document.</summary>
    /// <param name="value">The document.</param>
    void WriteJson(string value);
}
