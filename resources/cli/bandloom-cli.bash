# Completion for bandloom-cli in bash: commands, options and files, out of what the program says itself.

_bandloom_cli ()
{
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} program=${COMP_WORDS[0]}
  local words

  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=$("$program" --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p')
    mapfile -t COMPREPLY < <(compgen -W "$words --help --version" -- "$word")
    return
  fi
  case $before in
    --variant) words='plain linear stacked tied denoising sparse variational' ;;
    --activation) words='elu relu tanh sigmoid linear' ;;
    --loss) words='mse angle' ;;
    --optimizer) words='adam sgd' ;;
    --schedule) words='constant cosine' ;;
    --split) words='random blocks' ;;
    --scale) words='band global standard minmax none' ;;
    --pretrain) words='none greedy' ;;
    --latent-form) words='log-variance sigma' ;;
    --start) words='pca random' ;;
    --keep) words='best last' ;;
    --part) words='whole encoder decoder' ;;
    *) words= ;;
  esac
  if [ -n "$words" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  elif [[ $word == -* ]]; then
    words=$("$program" "${COMP_WORDS[1]}" --help 2>/dev/null | grep -o -- '^  \(-., \)\?--[a-z-]*' | grep -o -- '--.*')
    mapfile -t COMPREPLY < <(compgen -W "$words --help" -- "$word")
  else
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$word"; compgen -W 'demo:' -- "$word")
  fi
}

complete -F _bandloom_cli bandloom-cli
