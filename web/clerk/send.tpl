<h1>{{=intake.send.button}}</h1>
<p>{{=intake.practice.done}}</p>
<p>{{=clerk.send.lead}}</p>
<form method="post" action="/{{=language}}/visit" autocomplete="off"><input type="hidden" name="visit" value="{{VISIT}}">
<p class="actions"><input class="main" type="submit" name="go_send" value="{{=intake.send.button}}"> <input type="submit" name="go_words" value="{{=intake.practice.again}}"></p></form>
