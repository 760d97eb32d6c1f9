using LambdaSpeed.Durability.Measuring;

namespace LambdaSpeed.Durability.Experiments;

/// <summary>One question about a run that survives crashes, and its answer in figures.</summary>
internal interface IExperiment
{
    string Name { get; }

    string Title { get; }

    /// <summary>Is it left out unless it is asked for by name?</summary>
    bool IsLong => false;

    /// <summary>Measures, checks what came out, and answers in Markdown.</summary>
    string Run(Settings settings, string directory);
}
