namespace LambdaSpeed.Views.Columns;

/// <summary>Columns of the most usual types, written without a box for each value.</summary>
internal static class ColumnReads
{
    /// <summary>Writes what the function reads; null where there is no way but by a box.</summary>
    public static Action<T, IViewColumnWriter>? Typed<T, TColumn>(Func<T, TColumn> read) => (object)read switch
    {
        Func<T, string?> text => (item, writer) =>
        {
            if (text(item) is { } some) writer.WriteText(ViewText.Escape(some));
            else writer.WriteNull();
        },
        Func<T, int> number => (item, writer) => writer.WriteInteger(number(item)),
        Func<T, long> number => (item, writer) => writer.WriteInteger(number(item)),
        Func<T, double> number => (item, writer) => writer.WriteReal(number(item)),
        Func<T, decimal> number => (item, writer) => writer.WriteDecimal(number(item)),
        Func<T, bool> yes => (item, writer) => writer.WriteBoolean(yes(item)),
        Func<T, Guid> id => (item, writer) => writer.WriteGuid(id(item)),
        Func<T, DateTimeOffset> time => (item, writer) => writer.WriteTime(time(item).ToUniversalTime()),
        Func<T, DateOnly> day => (item, writer) => writer.WriteDate(day(item)),
        _ => null,
    };
}
