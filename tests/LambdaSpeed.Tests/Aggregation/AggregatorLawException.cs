namespace LambdaSpeed.Tests.Aggregation;

/// <summary>An aggregator breaks a law; the message is the counter-example.</summary>
public sealed class AggregatorLawException(string law, string counterExample)
    : Exception($"Law broken: {law}{Environment.NewLine}{counterExample}")
{
    /// <summary>The law, by the name of the method that checks it.</summary>
    public string Law { get; } = law;
}
