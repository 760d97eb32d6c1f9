namespace LambdaSpeed.Sources;

/// <inheritdoc/>
internal sealed class SingleTaskFactory<T>(string source, Func<ISpout<T>> make) : ISingleTaskFactory
{
    public string Source => source;

    public ISpout<T> Make() => make();
}
