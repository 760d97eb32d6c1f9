namespace LambdaSpeed.Throughput.Running;

/// <summary>A contender made of a name and a function.</summary>
public sealed class Contender<TInput, TKey>(
    string name, Func<TInput, IEnumerable<KeyValuePair<TKey, long>>> run, double share = 1, bool runsByDefault = true)
    : IContender<TInput, TKey>
{
    public string Name => name;

    public double Share => share;

    public bool RunsByDefault => runsByDefault;

    public IEnumerable<KeyValuePair<TKey, long>> Run(TInput input) => run(input);
}
