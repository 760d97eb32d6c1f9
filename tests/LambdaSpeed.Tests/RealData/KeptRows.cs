namespace LambdaSpeed.Tests.RealData;

/// <summary>The rows of a data set, read once for all tests of a class.</summary>
public sealed class KeptRows
{
    private object? _rows; // null before the first test

    internal IReadOnlyList<T> Of<T>(Func<DataSet, List<T>> read, DataSet data) => (IReadOnlyList<T>)(_rows ??= read(data));
}
