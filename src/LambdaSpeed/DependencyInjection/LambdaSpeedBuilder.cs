using Microsoft.Extensions.DependencyInjection;

namespace LambdaSpeed.DependencyInjection;

/// <summary>The builder over a service collection.</summary>
internal sealed record LambdaSpeedBuilder(IServiceCollection Services) : ILambdaSpeedBuilder;
