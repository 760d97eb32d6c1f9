namespace LambdaSpeed.Sketches.Items;

/// <summary>The formats that Apache DataSketches has for items.</summary>
internal static class ItemFormats
{
    /// <summary>The format of a type; throws when there is none.</summary>
    public static ItemFormat<TItem> For<TItem>() =>
        Find<TItem>() ?? throw new NotSupportedException($"A sketch can keep long, double, float and string, not '{typeof(TItem)}'.");

    /// <summary>The format of a type, or null.</summary>
    public static ItemFormat<TItem>? Find<TItem>()
    {
        object? format = typeof(TItem) == typeof(long) ? Int64Items.Instance
            : typeof(TItem) == typeof(double) ? DoubleItems.Instance
            : typeof(TItem) == typeof(float) ? SingleItems.Instance
            : typeof(TItem) == typeof(string) ? StringItems.Instance
            : null;
        return (ItemFormat<TItem>?)format;
    }
}
