namespace LambdaSpeed.Throughput.Running;

/// <summary>Somebody who runs one workload.</summary>
/// <typeparam name="TInput">What is processed; shared by all contenders and never written.</typeparam>
/// <typeparam name="TKey">The keys of the result.</typeparam>
public interface IContender<in TInput, TKey>
{
    /// <summary>The name in tables and for <c>--only</c>; the same for the same approach in all workloads.</summary>
    string Name { get; }

    /// <summary>How much of the input is processed, above 0 and at most 1; for the slow ones, so that a round takes seconds.</summary>
    double Share { get; }

    /// <summary>Whether it runs without being named by <c>--only</c> or asked for by <c>--all</c>.</summary>
    bool RunsByDefault { get; }

    /// <summary>Processes the whole input and returns every key with its sum. Timed until it returns; the result is
    /// read after that.</summary>
    /// <remarks>Called on the main thread, once a round. Nothing may go on in the background after the return.</remarks>
    IEnumerable<KeyValuePair<TKey, long>> Run(TInput input);
}
