using System.Collections.Frozen;
using System.Globalization;

namespace LambdaSpeed.Views.Columns;

/// <summary>Which types a column can hold, and how a boxed one is written.</summary>
internal static class ColumnKinds
{
    private static readonly FrozenDictionary<Type, ViewColumnKind> _kinds = new Dictionary<Type, ViewColumnKind>
    {
        [typeof(string)] = ViewColumnKind.Text,
        [typeof(char)] = ViewColumnKind.Text,
        [typeof(bool)] = ViewColumnKind.Boolean,
        [typeof(sbyte)] = ViewColumnKind.WholeNumber,
        [typeof(byte)] = ViewColumnKind.WholeNumber,
        [typeof(short)] = ViewColumnKind.WholeNumber,
        [typeof(ushort)] = ViewColumnKind.WholeNumber,
        [typeof(int)] = ViewColumnKind.WholeNumber,
        [typeof(uint)] = ViewColumnKind.WholeNumber,
        [typeof(long)] = ViewColumnKind.WholeNumber,
        [typeof(ulong)] = ViewColumnKind.DecimalNumber,
        [typeof(decimal)] = ViewColumnKind.DecimalNumber,
        [typeof(float)] = ViewColumnKind.RealNumber,
        [typeof(double)] = ViewColumnKind.RealNumber,
        [typeof(Guid)] = ViewColumnKind.Uuid,
        [typeof(DateTimeOffset)] = ViewColumnKind.Time,
        [typeof(DateOnly)] = ViewColumnKind.Date,
        [typeof(byte[])] = ViewColumnKind.Bytes,
    }.ToFrozenDictionary();

    /// <summary>The kind of column for a type, or for what a nullable holds; null when there is none.</summary>
    public static ViewColumnKind? Of(Type type) =>
        _kinds.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var kind) ? kind : null;

    public static void Write(ViewColumnKind kind, object? value, IViewColumnWriter writer)
    {
        if (value is null)
        {
            writer.WriteNull();
            return;
        }
        switch (kind)
        {
            case ViewColumnKind.Text: writer.WriteText(ViewText.Escape(value as string ?? ((char)value).ToString())); break;
            case ViewColumnKind.Boolean: writer.WriteBoolean((bool)value); break;
            case ViewColumnKind.WholeNumber: writer.WriteInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case ViewColumnKind.DecimalNumber: writer.WriteDecimal(Convert.ToDecimal(value, CultureInfo.InvariantCulture)); break;
            case ViewColumnKind.RealNumber: writer.WriteReal(Convert.ToDouble(value, CultureInfo.InvariantCulture)); break;
            case ViewColumnKind.Uuid: writer.WriteGuid((Guid)value); break;
            case ViewColumnKind.Time: writer.WriteTime(((DateTimeOffset)value).ToUniversalTime()); break;
            case ViewColumnKind.Date: writer.WriteDate((DateOnly)value); break;
            case ViewColumnKind.Bytes: writer.WriteBytes((byte[])value); break;
            case ViewColumnKind.Json:
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "not written from a boxed value");
        }
    }
}
