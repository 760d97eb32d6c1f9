namespace LambdaSpeed.Sources;

/// <summary>The target of a factory's delegate, by which it says that the partitions of what it makes have no fixed owner.</summary>
internal sealed class SharedSourceFactory<T>(string dividedBy, Func<ISpout<T>> make) : ISharedSource
{
    public string DividedBy => dividedBy;

    public ISpout<T> Make() => make();
}
